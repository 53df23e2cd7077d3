/** The tenant that practice accounts belong to. */
export const practiceTenant = "5f2c8a1e-7b7d-4c55-9a0e-6d3f1c2b4a90";
