@echo off
rem Finds a Python that the kit has wheels for; install.py does the rest. ASCII only: any code page reads it.
setlocal
set "found="
for /f "usebackq" %%v in ("%~dp0pythons.txt") do call :try %%v
if defined found goto install
python -c "import sys" >nul 2>nul
if not %errorlevel%==0 goto none
set "found=python"

:install
%found% "%~dp0install.py" %*
set code=%errorlevel%
pause
exit /b %code%

:none
echo Can cai Python 64 bit truoc; xem DOC-TRUOC.txt (Python is not installed).
exit /b 3

:try
if defined found goto :eof
py -%1 -c "import sys" >nul 2>nul
if not %errorlevel%==0 goto :eof
set "found=py -%1"
goto :eof
