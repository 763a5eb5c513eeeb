@echo off
rem Finds a Python that the kit has wheels for; install.py does the rest. ASCII only: any code page reads it.
setlocal
for /f "usebackq" %%v in ("%~dp0pythons.txt") do (
    py -%%v -c "import sys" >nul 2>nul && (
        py -%%v "%~dp0install.py" %*
        goto done
    )
)
python -c "import sys" >nul 2>nul && (
    python "%~dp0install.py" %*
    goto done
)
echo Can cai Python 64 bit truoc; xem DOC-TRUOC.txt (Python is not installed).
exit /b 3
:done
set code=%errorlevel%
pause
exit /b %code%
