"""Records of what happened in each case. Reports are functions of these records; the commands print them."""
