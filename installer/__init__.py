"""Set-up of Shiage on a fresh machine and the one check; standard library only."""
