// What the verilated code prints is kept for the report and never goes to the tool's own output.
#ifndef MPNIC_SHIM_PRINT_H
#define MPNIC_SHIM_PRINT_H
#ifdef __cplusplus
extern "C"
#endif
int cosimPrint(const char* format, ...);
#define VL_PRINTF cosimPrint
#endif
