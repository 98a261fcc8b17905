"""What is shown: the stage, the loop, the picture, what lies over it, and the quality that a machine can hold."""
