//go:build unix

package remedy

import "syscall"

func causes() []cause {
	return []cause{
		{[]error{syscall.ENOSPC, syscall.EDQUOT}, noRoom},
		{[]error{syscall.EROFS}, readOnly},
		{[]error{syscall.EACCES, syscall.EPERM}, forbidden},
		{[]error{syscall.ENOTDIR}, noFolder},
		{[]error{syscall.EFBIG}, tooLarge},
		{[]error{syscall.EMFILE, syscall.ENFILE}, tooMany},
		{[]error{syscall.EIO}, broken},
	}
}
