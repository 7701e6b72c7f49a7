global main
extern printf, scanf

section .data
read_word:  db "%7s", 0
answer:     db "read %s", 10, 0

section .bss
word_read:  resb 8

section .text
main:
    push    rbx
    mov     rdi, read_word
    mov     rsi, word_read
    xor     eax, eax
    call    scanf
    mov     rdi, answer
    mov     rsi, word_read
    xor     eax, eax
    call    printf
forever:
    jmp     forever
