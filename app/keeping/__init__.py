"""Keeping: backups (备份) of everything that this server holds, and restoring (恢复) from them."""
