//go:build !amd64 || purego

package bounds

import "autoencoder-dynamics/autoencoder/kernel"

func peak(Operation, kernel.Instructions) (loop func(turns int), perTurn int) { return nil, 0 }

func stream(bool) (loop func(x *float32, elements int), moved int) { return nil, 0 }
