"""Pages of imports and exports at the desk."""
