// Command generate makes the files that package data/cifar10 embeds, moments.npz
// and provenance.json, from a CIFAR10 binary archive:
//
//	go run ./data/cifar10/generate -archive cifar-10-binary.tar.gz
//
// The same archive gives the same bytes on every machine.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	err := run(ctx, os.Args[1:], os.Stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
	case errors.Is(err, errUsage):
		os.Exit(2)
	case err != nil:
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

var errUsage = errors.New("wrong usage")

// run reads the command line and writes the two files.
func run(ctx context.Context, arguments []string, messages io.Writer) error {
	flags := flag.NewFlagSet("generate", flag.ContinueOnError)
	flags.SetOutput(messages)
	archive := flags.String("archive", "", "the archive to read, cifar-10-binary.tar.gz (required)")
	out := flags.String("out", filepath.Join("data", "cifar10"), "folder to write moments.npz and provenance.json into")
	dataset := flags.String("dataset", "CIFAR10", "what to call the images, for people, such as \"CIFAR10 (JPEG re-encoding)\"")
	note := flags.String("note", "", "one sentence, for people, on how far the moments can be trusted")
	if err := flags.Parse(arguments); errors.Is(err, flag.ErrHelp) {
		return err
	} else if err != nil {
		return errUsage
	}
	if *archive == "" || flags.NArg() > 0 {
		flags.Usage()
		return errUsage
	}
	g := generator{archive: *archive, out: *out, dataset: *dataset, note: *note, messages: messages}
	return g.run(ctx)
}
