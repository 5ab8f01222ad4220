"""What every part of the load suite needs: processes, load, crowds of connections, tables."""
