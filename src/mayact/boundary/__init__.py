"""Where tools execute. Each boundary is a pure session and a thin loop; none knows another."""
