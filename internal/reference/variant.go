package reference

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Origin says where the data comes from that a figure depends on.
type Origin string

// The origins.
const (
	NoData     Origin = ""           // it depends on no data set
	Images     Origin = "images"     // on the images of the official archive
	Unofficial Origin = "unofficial" // on the images of another archive
	Embedded   Origin = "embedded"   // on the embedded second moments, surrogates standing in for images
)

// Variant names figures that may be compared with each other.
type Variant string

// DefaultProfile stands in the variant's name for the pipeline without a profile.
const DefaultProfile = "default"

// noneSuffix ends the variant of a profile that could be taken for another one with an origin.
const noneSuffix = "none"

// NewVariant returns the variant of a run: "default-images", "quick-embedded", or the profile
// alone ("quick") for a figure that depends on no data set and so is the same whatever data there is. A profile
// whose name ends as if it had an origin is followed by "-none" there: no two of them share a variant.
func NewVariant(profile string, origin Origin) Variant {
	if profile == "" {
		profile = DefaultProfile
	}
	if origin == NoData {
		if slices.ContainsFunc([]Origin{Images, Unofficial, Embedded, noneSuffix}, func(o Origin) bool { return strings.HasSuffix(profile, "-"+string(o)) }) {
			return Variant(profile + "-" + noneSuffix)
		}
		return Variant(profile)
	}
	return Variant(profile + "-" + string(origin))
}

// The caveats that tell where data comes from.
const (
	embeddedCaveat   = "embedded-default"
	unofficialCaveat = "unofficial-archive"
)

// OriginOf returns the origin of the data of a figure with these caveats; sourced says whether
// there is content from outside the pipeline among what it was made from.
func OriginOf(sourced bool, caveats []string) Origin {
	switch {
	case !sourced:
		return NoData
	case slices.Contains(caveats, embeddedCaveat):
		return Embedded
	case slices.Contains(caveats, unofficialCaveat):
		return Unofficial
	}
	return Images
}

// namePattern is what figures and variants may be called: they become folders.
var namePattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$`)

func checkName(what, name string) error {
	if !namePattern.MatchString(name) {
		return fmt.Errorf("%q can't name a %s: expected letters, digits, - and _", name, what)
	}
	return nil
}
