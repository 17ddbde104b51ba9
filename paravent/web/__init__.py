"""The roof: settings, URLs, middleware, design system, command line."""
