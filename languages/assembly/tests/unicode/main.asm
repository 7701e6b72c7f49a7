global _start

section .data
text:   db "Grüße, 世界 🎉: "
length: equ $ - text

section .bss
line:   resb 100

section .text
_start:
    mov     eax, 1
    mov     edi, 1
    mov     rsi, text
    mov     edx, length
    syscall
    xor     eax, eax            ; read
    xor     edi, edi
    mov     rsi, line
    mov     edx, 100
    syscall
    mov     rdx, rax
    mov     eax, 1
    mov     edi, 1
    syscall
    mov     eax, 60
    xor     edi, edi
    syscall
