package report_test

import (
	"bytes"
	"image"
	"reflect"
	"testing"

	"autoencoder-dynamics/internal/reference/page"
)

// fill sets every text anywhere in a value to evil, with one element in every list and map.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(evil)
	case reflect.Float64:
		v.SetFloat(1)
	case reflect.Pointer:
		if v.Type() == reflect.TypeFor[*image.NRGBA]() {
			v.Set(reflect.ValueOf(image.NewNRGBA(image.Rect(0, 0, 4, 3))))
			return
		}
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(key)
		fill(value)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i))
			}
		}
	}
}

// checkDiffPagesRunNothing opens the pages of the command diff, whose every text tries to run code. They are here
// because the browser is.
func checkDiffPagesRunNothing(t *testing.T, b *browser) {
	var one page.Page
	var index page.Index
	fill(reflect.ValueOf(&one).Elem())
	fill(reflect.ValueOf(&index).Elem())
	for name, render := range map[string]func(*bytes.Buffer) error{
		"a figure's page": func(out *bytes.Buffer) error { return page.Render(out, one) },
		"the index":       func(out *bytes.Buffer) error { return page.RenderIndex(out, index) },
	} {
		var out bytes.Buffer
		if err := render(&out); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		b.open(save(t, out.String()), 1280, 900)
		b.expect("document.querySelectorAll('script, b, iframe, object, base, link, [onerror], [onload], [onfocus], [onmouseover], [autofocus]').length", "0")
		b.expect("document.body.innerText.includes('<script>alert(1)</script>')", "true")
		b.expect("[...document.querySelectorAll('[href], [src]')].map((one) => one.getAttribute('href') || one.getAttribute('src'))"+
			".filter((to) => !to.startsWith('data:image/png;base64,') && new URL(to, location).protocol !== 'file:').join()", "")
	}
	b.quiet()
}
