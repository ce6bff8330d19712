"""JSON text: to data, to nodes with places, and to the one error that says where it breaks off."""
