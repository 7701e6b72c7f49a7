#lang racket/base

(displayln "to stdout")
(eprintf "to stderr\n")
