package settings

import (
	"strconv"
	"strings"
)

// convert returns a raw value in the type of like, and whether it is one. The
// environment has nothing but texts, so they are parsed; everything else must have the type.
func convert(raw, like any, from layer) (value any, ok bool) {
	if text, isText := raw.(string); isText && from == fromEnvironment {
		return parse(text, like)
	}
	switch like.(type) {
	case string:
		value, ok = raw.(string)
	case int:
		value, ok = raw.(int)
	case bool:
		value, ok = raw.(bool)
	case []string:
		return texts(raw)
	}
	return value, ok
}

// parse reads a text as a value of the type of like.
func parse(text string, like any) (value any, ok bool) {
	text = strings.TrimSpace(text)
	switch like.(type) {
	case int:
		number, err := strconv.Atoi(text)
		return number, err == nil
	case bool:
		switch text {
		case "true", "1":
			return true, true
		case "false", "0":
			return false, true
		}
		return nil, false
	case []string:
		list := strings.Split(text, ",")
		for i := range list {
			list[i] = strings.TrimSpace(list[i])
		}
		return list, true
	}
	return text, true
}

// texts returns a list of texts.
func texts(raw any) (value any, ok bool) {
	switch list := raw.(type) {
	case nil:
		return []string(nil), true
	case []string:
		return list, true
	case []any:
		made := make([]string, len(list))
		for i, item := range list {
			if made[i], ok = item.(string); !ok {
				return nil, false
			}
		}
		return made, true
	}
	return nil, false
}
