#lang racket/base

(let ((x)) x)
