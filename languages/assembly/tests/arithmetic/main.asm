global main
extern printf

section .data
words:  db "%lx %lx %lx", 10, 0

section .text
main:
    push    rbx
    mov     rax, 1000000000000
    mul     rax                 ; rdx:rax
    mov     rsi, rdx
    mov     rdx, rax
    mov     rcx, 9223372036854775807
    inc     rcx
    mov     rdi, words
    xor     eax, eax
    call    printf
    pop     rbx
    xor     eax, eax
    ret
