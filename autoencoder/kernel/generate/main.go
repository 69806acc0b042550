// Command generate writes the assembly of package autoencoder/kernel, and the Go
// declarations that go with it:
//
//	go run ./autoencoder/kernel/generate -directory autoencoder/kernel
//
// Every kernel is described once, in terms of a [machine]: the type of the weights and the
// registers of a set of instructions.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/ir"
	"github.com/mmcloughlin/avo/pass"
	"github.com/mmcloughlin/avo/printer"
)

func main() {
	err := run(os.Args[1:], os.Stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

// run reads the command line and writes the files.
func run(arguments []string, messages io.Writer) error {
	flags := flag.NewFlagSet("generate", flag.ContinueOnError)
	flags.SetOutput(messages)
	directory := flags.String("directory", ".", "where the files are written")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	for _, p := range []struct {
		name, folder string
		describe     func(*build.Context)
	}{
		{"kernel", "", describeKernels},
		{"bounds", "bounds", describeBounds},
	} {
		if err := write(p.name, filepath.Join(*directory, p.folder), p.describe); err != nil {
			return fmt.Errorf("package %s: %w", p.name, err)
		}
	}
	return nil
}

// write makes the two files of a package.
func write(name, directory string, describe func(*build.Context)) error {
	file, err := compile(describe)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(directory, 0o755); err != nil {
		return err
	}
	configuration := printer.Config{Name: "autoencoder/kernel/generate", Pkg: name}
	for suffix, printerOf := range map[string]printer.Builder{".s": printer.NewGoAsm, ".go": printer.NewStubs} {
		text, err := printerOf(configuration).Print(file)
		if err != nil {
			return fmt.Errorf("printing the %s file: %w", suffix, err)
		}
		// Files of one name but for the suffix: the assembly and its declarations.
		if err := os.WriteFile(filepath.Join(directory, "assembly_amd64"+suffix), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// compile describes functions and allocates their registers.
func compile(describe func(*build.Context)) (*ir.File, error) {
	context := build.NewContext()
	context.ConstraintExpr("amd64,!purego")
	describe(context)
	file, err := context.Result()
	if err != nil {
		return nil, fmt.Errorf("describing the functions: %w", err)
	}
	if err := pass.Compile.Execute(file); err != nil {
		return nil, fmt.Errorf("allocating registers: %w", err)
	}
	return file, nil
}

// describeKernels describes all kernels for all machines.
func describeKernels(context *build.Context) {
	for _, set := range sets(context) {
		descriptions := set.machine.kernels()
		for _, name := range set.kernels {
			descriptions[name]()
		}
	}
}

// describeBounds describes the loops that measure the machine.
func describeBounds(context *build.Context) {
	machine{Context: context, elements: 8}.bounds()
	machine{Context: context, elements: 4, double: true}.bounds()
	machine{Context: context, elements: 16, plenty: true, wide: true}.bounds()
	machine{Context: context, elements: 8, double: true, plenty: true, wide: true}.bounds()
}
