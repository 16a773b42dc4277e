// In place of the theme's script, which draws icons that a font of a few kB has, too: vendor/icons.woff.
