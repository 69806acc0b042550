package main

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"autoencoder-dynamics/internal/pipelinefile"
)

// elsewhere parts the mistakes of the stages named from the others.
const elsewhere = "\n\nMistakes elsewhere, which stop every command too:\n\n"

// namedFirst puts the mistakes of the stages that the command line names before
// those of other stages. Names may be followed by "/FILE".
func namedFirst(err error, names []string) error {
	var problems pipelinefile.Problems
	if !errors.As(err, &problems) {
		return err
	}
	var named, others pipelinefile.Problems
	for _, problem := range problems.List {
		if concerns(problem, names) {
			named.List = append(named.List, problem)
		} else {
			others.List = append(others.List, problem)
		}
	}
	others.More = problems.More
	if len(named.List) == 0 || len(others.List) == 0 {
		return err
	}
	return fmt.Errorf("%w%s%w", named, elsewhere, others)
}

// concerns reports whether a problem says that it is about one of the stages:
// "… in stages a (sgd) and b (sgd)".
func concerns(problem pipelinefile.Problem, names []string) bool {
	for _, name := range names {
		stage, _, _ := strings.Cut(name, "/")
		about := regexp.MustCompile(`(stages? |, | and )` + regexp.QuoteMeta(stage) + ` \(`)
		if about.MatchString(problem.Message) {
			return true
		}
	}
	return false
}
