// What every shader may know of the picture being drawn. Colours are as displayed (sRGB), opacity last.

layout(std140) uniform Frame {
    mat4 view_projection;    // world to clip space: gl_Position = view_projection * (world * vec4(position, 1.0))
    vec4 eye;                // where the camera stands, in the world; w = 1
    vec4 viewport;           // width and height in pixels; pixels for one of the 1920 x 1080 design; 1 if rows run down
    vec4 stage;              // the free part of the window: centre and half size, in normalized device coordinates
    vec4 ramp[4];            // a surface from low to high
    vec4 contour;            // contour lines
    vec4 ink;                // text
    vec4 effects;            // how strong lights glow, 0 to 1; 0, 0, 0
};

// gl_FragCoord.xy counted from the lower edge of the picture, also where its rows are stored from the top (films).
vec2 upright(vec2 frag_coord) {
    return viewport.w > 0.5 ? vec2(frag_coord.x, viewport.y - frag_coord.y) : frag_coord;
}
