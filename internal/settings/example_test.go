package settings_test

import (
	"fmt"

	"github.com/spf13/pflag"

	"autoencoder-dynamics/internal/settings"
)

func ExampleLoad() {
	flags := pflag.NewFlagSet("pipeline", pflag.ContinueOnError)
	settings.AddFlags(flags)
	_ = flags.Parse([]string{"--profile", "quick"})

	s, err := settings.Load(flags, "testdata", []string{"PIPELINE_JOBS=2"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(s.Profile, "from", s.Origin("profile"))
	fmt.Println(s.Jobs, "from", s.Origin("jobs"))
	fmt.Println(s.Offline, "from", s.Origin("offline"))
	// Output:
	// quick from the flag --profile
	// 2 from the variable PIPELINE_JOBS
	// false from the default
}
