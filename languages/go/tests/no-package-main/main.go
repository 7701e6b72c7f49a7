// Package greeting greets.

package greeting

func Greet() string { return "hi" }
