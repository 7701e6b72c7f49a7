global _start

section .data
text:   db "Hello, world!", 10
length: equ $ - text

section .text
_start:
    mov     rax, 1              ; write
    mov     rdi, 1              ; to stdout
    mov     rsi, text
    mov     rdx, length
    syscall

    mov     rax, 60             ; exit
    xor     rdi, rdi
    syscall
