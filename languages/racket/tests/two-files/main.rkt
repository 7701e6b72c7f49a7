#lang racket/base

(require "greeting.rkt")

(displayln (greet "Ada"))
