"""What people do: window events, keys, pointers, fingers, game pads, and the router that makes actions of them."""
