global greet
extern printf

section .data
greeting: db "Hello, %s!", 10, 0

section .text
greet:
    push    rbx
    mov     rsi, rdi
    mov     rdi, greeting
    xor     eax, eax
    call    printf
    pop     rbx
    ret
