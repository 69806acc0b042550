package integrate

// pace notices solutions that would never end: of an explicit method on a problem
// that is far too fast for it, every step is accepted and t still goes nowhere.
type pace struct {
	last     float64 // the time to reach
	from     float64 // where the steps being counted began
	steps    int
	progress float64 // of the paceSteps before
	least    float64 // progress that leads nowhere
}

// paceSteps is how many steps in a row are judged. In as many, one that began
// absurdly short grows to any length, if the problem lets it.
const paceSteps = 500

func newPace(start, last float64) pace {
	return pace{last: last, from: start, least: paceSteps * epsilon * (last - start)}
}

// hopeless is told where each step ended. It says whether the last steps were so
// short that float64 couldn't tell their ends apart near the last time, and don't
// get longer.
func (p *pace) hopeless(end float64) bool {
	if p.steps++; p.steps < paceSteps {
		return false
	}
	progress := end - p.from
	hopeless := progress < p.least && progress < 2*p.progress && end < p.last
	p.from, p.steps, p.progress = end, 0, progress
	return hopeless
}
