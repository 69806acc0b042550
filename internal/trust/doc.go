// Command trust proves that a result of this pipeline can be trusted and that
// nothing computed is lost: it does to the real program what machines, networks
// and people do to it, and compares what comes out with an undisturbed run.
//
//	go run ./internal/trust                   every section, then one table
//	go run ./internal/trust crashes damage    single sections
//	go run ./internal/trust -list             what the sections prove
//
//	-seed N     seed of everything that is drawn (default 1)
//	-scale X    share of the full counts, such as 0.1 (default 1)
//	-jobs N     how many trials run at once (default: the number of processors)
//	-only R/I   a single trial, as the table names it: -only kills/17
//	-keep       leave the work folder, and say where it is
//	-fuzztime D how long each fuzzer runs, such as 10m (default: its share of a minute)
//	-json       the table as JSON
//	-v          one line for every trial
//
// It exits with 1 if anything was lost or wrong, or if a section couldn't be
// carried out.
//
// # What is counted
//
// Tried is how often something was done to the program: kills, faults, damaged
// files. Lost: something computed was computed again or is gone. Wrong: other bytes
// than those of an undisturbed run, something used that shouldn't be, a crash with
// a stack trace, a hang, an unclear error. Each lost or wrong result is listed with
// the command that repeats its trial. What a machine can't do (no user namespaces,
// say) is "not tried", with the reason, and never counts as passed.
//
// # How a section is written
//
// A section is a name, what it proves in a sentence, and a function of a bench; it
// is listed in section.go. The function runs rows of trials:
//
//	func crashes(b *bench) error {
//		calm, err := b.undisturbed() // a finished project of testdata/small.yaml and its snapshot
//		if err != nil {
//			return err // the section couldn't be carried out
//		}
//		b.row("kills", "killed at a random moment", b.count(200), func(t *trial) {
//			p := t.project(smallPipeline)      // a folder of its own with pipeline.yaml
//			o := p.command("all").run()        // a hang or a stack trace is counted as wrong by itself
//			if o.code != 0 {
//				t.wrong("exit code %d: %s", o.code, o.brief())
//			}
//			p.compare(calm)                    // every output's bytes, figures and report
//		})
//		return nil
//	}
//
// Trials of one row run in parallel, b.jobs at a time. t.random is drawn from the
// seed, the section, the row and the trial's number alone, so that a trial does the
// same whatever runs beside it. A trial counts as one thing tried unless it says
// otherwise (t.tried). t.lost and t.wrong count and describe a failure and go on;
// t.fail counts a wrong result and ends the trial; t.must ends the trial where the
// harness itself failed. b.notTried says what this machine can't do, b.note adds a
// remark to a row.
//
// A command's fields may be changed before it runs: its environment (without any
// PIPELINE_… of the user's), its binary (b.program.real, or what b.program.faulty
// builds: the same program on a disk that fails on demand), its time limit, a program
// to run it under (wrap), what is done while it runs (during). The outcome has its exit
// code, output, JSON summary, peak memory, processor time. Several commands at
// once: start and wait.
//
// b.undisturbed is the small pipeline with its figure, b.fewSteps one that takes a
// tenth of a second; b.usual is the former at full counts and the latter in tests.
//
// Every section that is listed runs once at a tiny scale inside "go test
// ./internal/trust" (TestEverySection), with as many trials as b.count gives there:
// one in most rows.
//
// Files: bench.go (rows, trials), program.go (building and projects), command.go
// (running), snapshot.go (what a run made), cachefiles.go (looking into a cache),
// tally.go and table.go (counting, printing); then two or so files a section.
package main
