package cache

import "golang.org/x/sys/unix"

// networkFileSystems are those on which flock doesn't reliably exclude other
// machines, by the magic numbers of statfs(2).
var networkFileSystems = map[int64]string{
	0x6969: "NFS", 0x517b: "SMB", 0xfe534d42: "SMB2", 0xff534d42: "CIFS", 0x5346414f: "AFS", 0x01021997: "9P",
}

// NetworkFileSystem returns the name of the network file system that holds a
// folder, or "" where it is local or can't be told.
func NetworkFileSystem(dir string) string {
	var s unix.Statfs_t
	if unix.Statfs(dir, &s) != nil {
		return ""
	}
	return networkFileSystems[int64(s.Type)&0xffffffff]
}
