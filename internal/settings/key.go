package settings

import (
	"fmt"
	"net/url"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"autoencoder-dynamics/internal/quantity"
)

// key is one setting.
type key struct {
	name     string
	usage    string
	value    any                        // the default: string, int, bool or []string
	expected string                     // what it takes
	variable string                     // a second environment variable, asked after PIPELINE_…
	check    func(value any) (bad bool) // nil where every value of the type is good
}

// keys lists the settings in the order of Settings.
func keys() []key {
	colors := []string{string(ColorAuto), string(ColorAlways), string(ColorNever)}
	return []key{
		{name: "cache", usage: "folder of the cache", value: ".cache", expected: "the path of a folder", check: isEmpty},
		{name: "data", usage: "folder that holds cifar10/", value: "data", expected: "the path of a folder", check: isEmpty},
		{name: "reports", usage: "folder for the report", value: "reports", expected: "the path of a folder", check: isEmpty},
		{name: "jobs", usage: "how many goroutines compute at once", value: runtime.GOMAXPROCS(0), expected: "a whole number, at least 1",
			check: func(value any) bool { return value.(int) < 1 }},
		{name: "memory", usage: "how much memory the run may take, such as 2GiB (default what the machine and its limits leave)", value: "", expected: "an amount of memory such as 2GiB or 500MB",
			check: isNoAmount},
		{name: "archive", usage: "path of the CIFAR10 archive (also CIFAR10_ARCHIVE)", value: "", expected: "the path of a file", variable: "CIFAR10_ARCHIVE"},
		{name: "mirrors", usage: "addresses of the CIFAR10 archive, tried in order", value: []string(nil), expected: "addresses that begin with https:// or http://",
			check: func(value any) bool { return slices.ContainsFunc(value.([]string), isNoAddress) }},
		{name: "offline", usage: "never touch the network", value: false, expected: "true or false"},
		{name: "require-cifar10", usage: "fail rather than let the embedded default stand in for the images", value: false, expected: "true or false"},
		{name: "profile", usage: "profile of pipeline.yaml", value: "", expected: "the name of a profile"},
		{name: "color", usage: "colours on the terminal: " + strings.Join(colors, ", "), value: string(ColorAuto), expected: "one of " + strings.Join(colors, ", "),
			check: func(value any) bool { return !slices.Contains(colors, value.(string)) }},
		{name: "quiet", usage: "only results and errors", value: false, expected: "true or false"},
	}
}

// AddFlags adds a flag for every setting to flags, and --settings for the file.
func AddFlags(flags *pflag.FlagSet) {
	for _, k := range keys() {
		switch value := k.value.(type) {
		case string:
			flags.String(k.name, value, k.usage)
		case int:
			flags.Int(k.name, value, k.usage)
		case bool:
			flags.Bool(k.name, value, k.usage)
		case []string:
			flags.StringSlice(k.name, value, k.usage)
		}
	}
	flags.String(fileFlag, "", "settings file (default settings.yaml in the project's root, where there is one)")
}

// environment returns the variables that set the key, the one that wins first.
func (k key) environment() []string {
	own := variablePrefix + strings.ToUpper(strings.ReplaceAll(k.name, "-", "_"))
	if k.variable != "" {
		return []string{own, k.variable}
	}
	return []string{own}
}

func isEmpty(value any) bool { return value.(string) == "" }

func isNoAmount(value any) bool {
	_, err := amount(value.(string))
	return err != nil
}

// amount reads an amount of memory; none is 0.
func amount(text string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	return quantity.ParseBytes(text)
}

func isNoAddress(text string) bool {
	address, err := url.Parse(text)
	return err != nil || address.Host == "" || address.Scheme != "https" && address.Scheme != "http"
}

// describe shows a wrong value in a message: long ones cut, passwords of addresses left out.
func describe(value any) string {
	const most = 200
	shown := fmt.Sprint(value)
	if text, ok := value.(string); ok {
		shown = fmt.Sprintf("%q", WithoutPasswords(text))
	}
	shown = WithoutPasswords(shown)
	if runes := []rune(shown); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return shown
}

// userPattern finds who an address names before its host, also in what is no proper address: more rather than less.
var userPattern = regexp.MustCompile(`//.*@`)

// WithoutPasswords returns a message without who an address in it names before its host: "//user:password@".
func WithoutPasswords(text string) string { return userPattern.ReplaceAllString(text, "//…@") }
