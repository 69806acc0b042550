package setup

// MostTimes returns how many times are recorded at the most: rounded to whole steps, some may fall together.
func (p Parameters) MostTimes() int { return p.times() }
