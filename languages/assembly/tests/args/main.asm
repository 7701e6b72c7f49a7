global _start

section .data
newline: db 10

section .text
_start:
    lea     rbx, [rsp + 16]     ; past the count and the program's name
.next:
    mov     rsi, [rbx]
    test    rsi, rsi
    jz      .done
    xor     edx, edx
.measure:
    cmp     byte [rsi + rdx], 0
    je      .write
    inc     rdx
    jmp     .measure
.write:
    mov     eax, 1
    mov     edi, 1
    syscall
    mov     eax, 1
    mov     rsi, newline
    mov     edx, 1
    syscall
    add     rbx, 8
    jmp     .next
.done:
    mov     eax, 60
    xor     edi, edi
    syscall
