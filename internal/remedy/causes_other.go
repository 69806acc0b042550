//go:build !unix

package remedy

import "io/fs"

func causes() []cause { return []cause{{[]error{fs.ErrPermission}, forbidden}} }
