package fetch

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// statusError sorts the answers that hold no part of the file.
func statusError(response *http.Response) error {
	text := answers(response)
	switch response.StatusCode {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests,
		http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return &passingError{err: fmt.Errorf("%s", text), after: retryAfter(response.Header)}
	}
	return &answerError{text: text}
}

// answers says which status came; the server's own words for it are left out.
func answers(response *http.Response) string {
	return strings.TrimSpace(fmt.Sprintf("it answers %d %s", response.StatusCode, http.StatusText(response.StatusCode)))
}

// retryAfter returns how long a server asks to wait, or 0. A date counts from the server's own Date.
func retryAfter(header http.Header) time.Duration {
	value := header.Get("Retry-After")
	if seconds, err := strconv.Atoi(value); err == nil && seconds > 0 {
		return time.Duration(min(seconds, 1<<20)) * time.Second
	}
	until, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	now, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		return 0
	}
	return max(until.Sub(now), 0)
}

// strongValidator returns what identifies the version of a file byte for byte, or "".
func strongValidator(header http.Header) string {
	if tag := header.Get("ETag"); strings.HasPrefix(tag, `"`) {
		return tag
	}
	return ""
}

// parseContentRange reads "bytes 100-199/200"; total is -1 where it is "*".
func parseContentRange(value string) (start, total int64, err error) {
	bad := fmt.Errorf("it sends a part of the file with the header Content-Range: %.80q", value)
	span, ok := strings.CutPrefix(value, "bytes ")
	if !ok {
		return 0, 0, bad
	}
	span, size, ok := strings.Cut(span, "/")
	if !ok {
		return 0, 0, bad
	}
	first, last, ok := strings.Cut(span, "-")
	if !ok {
		return 0, 0, bad
	}
	start, err1 := strconv.ParseInt(first, 10, 64)
	end, err2 := strconv.ParseInt(last, 10, 64)
	total = -1
	var err3 error
	if size != "*" {
		total, err3 = strconv.ParseInt(size, 10, 64)
	}
	if err1 != nil || err2 != nil || err3 != nil || start < 0 || end < start || total == 0 || total < -1 || total >= 0 && end >= total {
		return 0, 0, bad
	}
	return start, total, nil
}
