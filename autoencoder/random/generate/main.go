// Command generate writes normals_amd64.s and normals_amd64.go, the vector twins of package
// random's generator of normals, into the current directory:
//
//	go generate ./autoencoder/random
//
// The program is the source of the assembly. Its registers are virtual; avo
// (github.com/mmcloughlin/avo) assigns the real ones.
package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/pass"
	"github.com/mmcloughlin/avo/printer"
)

func main() {
	if err := write(); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func write() error {
	assembly, stubs, err := generate()
	if err != nil {
		return err
	}
	return errors.Join(
		os.WriteFile("normals_amd64.s", assembly, 0o644),
		os.WriteFile("normals_amd64.go", stubs, 0o644),
	)
}

// generate returns the assembly and the Go declarations of its functions.
func generate() (assembly, stubs []byte, err error) {
	context := build.NewContext()
	context.ConstraintExpr("amd64")
	context.ConstraintExpr("!purego")
	constants := newConstants(context)
	(&avx2{Context: context, constants: constants}).batches()
	(&avx512{Context: context, constants: constants}).batches()

	file, err := context.Result()
	if err != nil {
		return nil, nil, err
	}
	if err := pass.Compile.Execute(file); err != nil {
		return nil, nil, err
	}
	config := printer.Config{Argv: []string{"go", "run", "./generate"}, Pkg: "random"}
	if assembly, err = printer.NewGoAsm(config).Print(file); err != nil {
		return nil, nil, err
	}
	stubs, err = printer.NewStubs(config).Print(file)
	return assembly, stubs, err
}
