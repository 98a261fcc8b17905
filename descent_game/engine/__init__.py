"""What a game engine is made of, without graphics: nodes, camera, rays, time, controls, actions."""
