"""What happens to the whole: processes killed, disks full, browsers gone. Real processes, real files."""
