       IDENTIFICATION DIVISION.
       PROGRAM-ID. GREETING.
       DATA DIVISION.
       WORKING-STORAGE SECTION.
       01 USER-NAME  PIC X(64).
       01 A-NUMBER   PIC 9(4).
       01 SHOWN      PIC Z(3)9.
       01 SQUARE     PIC Z(7)9.
       PROCEDURE DIVISION.
           DISPLAY "What is your name? " WITH NO ADVANCING.
           ACCEPT USER-NAME.
           DISPLAY "Pick a number: " WITH NO ADVANCING.
           ACCEPT A-NUMBER.

           MOVE A-NUMBER TO SHOWN.
           COMPUTE SQUARE = A-NUMBER ** 2.
           DISPLAY "Hello, " FUNCTION TRIM(USER-NAME) "! "
               FUNCTION TRIM(SHOWN) " squared is "
               FUNCTION TRIM(SQUARE) ".".
           STOP RUN.
