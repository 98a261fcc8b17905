"""The shaders of every material, flat: name.vert and name.frag; includes begin with an underscore."""
