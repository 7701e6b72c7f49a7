#lang racket

(for-each displayln (vector->list (current-command-line-arguments)))
