#lang racket

(display "What is your name? ")
(define name (read-line))
(display "Pick a number: ")
(define number (string->number (read-line)))

(printf "Hello, ~a! ~a squared is ~a.\n" name number (sqr number))
