// Eight products by Booth's radix 4 and their sum, as a designer draws them: what the emitted tree
// is compared with.
module adder_tree (
  input  wire [63:0] weights,
  input  wire [63:0] inputs,
  input  wire [31:0] addend,
  output wire [31:0] sum,
  output wire overflow
);
  wire one_0_0 = inputs[0] ^ 1'b0;
  wire two_0_0 = (inputs[1] & ~inputs[0] & ~1'b0) | (~inputs[1] & inputs[0] & 1'b0);
  wire neg_0_0 = inputs[1];
  wire [8:0] row_0_0 = (({9{one_0_0}} & {weights[7], weights[7:0]}) | ({9{two_0_0}} & {weights[7:0], 1'b0})) ^ {9{neg_0_0}};
  wire one_0_1 = inputs[2] ^ inputs[1];
  wire two_0_1 = (inputs[3] & ~inputs[2] & ~inputs[1]) | (~inputs[3] & inputs[2] & inputs[1]);
  wire neg_0_1 = inputs[3];
  wire [8:0] row_0_1 = (({9{one_0_1}} & {weights[7], weights[7:0]}) | ({9{two_0_1}} & {weights[7:0], 1'b0})) ^ {9{neg_0_1}};
  wire one_0_2 = inputs[4] ^ inputs[3];
  wire two_0_2 = (inputs[5] & ~inputs[4] & ~inputs[3]) | (~inputs[5] & inputs[4] & inputs[3]);
  wire neg_0_2 = inputs[5];
  wire [8:0] row_0_2 = (({9{one_0_2}} & {weights[7], weights[7:0]}) | ({9{two_0_2}} & {weights[7:0], 1'b0})) ^ {9{neg_0_2}};
  wire one_0_3 = inputs[6] ^ inputs[5];
  wire two_0_3 = (inputs[7] & ~inputs[6] & ~inputs[5]) | (~inputs[7] & inputs[6] & inputs[5]);
  wire neg_0_3 = inputs[7];
  wire [8:0] row_0_3 = (({9{one_0_3}} & {weights[7], weights[7:0]}) | ({9{two_0_3}} & {weights[7:0], 1'b0})) ^ {9{neg_0_3}};
  wire one_1_0 = inputs[8] ^ 1'b0;
  wire two_1_0 = (inputs[9] & ~inputs[8] & ~1'b0) | (~inputs[9] & inputs[8] & 1'b0);
  wire neg_1_0 = inputs[9];
  wire [8:0] row_1_0 = (({9{one_1_0}} & {weights[15], weights[15:8]}) | ({9{two_1_0}} & {weights[15:8], 1'b0})) ^ {9{neg_1_0}};
  wire one_1_1 = inputs[10] ^ inputs[9];
  wire two_1_1 = (inputs[11] & ~inputs[10] & ~inputs[9]) | (~inputs[11] & inputs[10] & inputs[9]);
  wire neg_1_1 = inputs[11];
  wire [8:0] row_1_1 = (({9{one_1_1}} & {weights[15], weights[15:8]}) | ({9{two_1_1}} & {weights[15:8], 1'b0})) ^ {9{neg_1_1}};
  wire one_1_2 = inputs[12] ^ inputs[11];
  wire two_1_2 = (inputs[13] & ~inputs[12] & ~inputs[11]) | (~inputs[13] & inputs[12] & inputs[11]);
  wire neg_1_2 = inputs[13];
  wire [8:0] row_1_2 = (({9{one_1_2}} & {weights[15], weights[15:8]}) | ({9{two_1_2}} & {weights[15:8], 1'b0})) ^ {9{neg_1_2}};
  wire one_1_3 = inputs[14] ^ inputs[13];
  wire two_1_3 = (inputs[15] & ~inputs[14] & ~inputs[13]) | (~inputs[15] & inputs[14] & inputs[13]);
  wire neg_1_3 = inputs[15];
  wire [8:0] row_1_3 = (({9{one_1_3}} & {weights[15], weights[15:8]}) | ({9{two_1_3}} & {weights[15:8], 1'b0})) ^ {9{neg_1_3}};
  wire one_2_0 = inputs[16] ^ 1'b0;
  wire two_2_0 = (inputs[17] & ~inputs[16] & ~1'b0) | (~inputs[17] & inputs[16] & 1'b0);
  wire neg_2_0 = inputs[17];
  wire [8:0] row_2_0 = (({9{one_2_0}} & {weights[23], weights[23:16]}) | ({9{two_2_0}} & {weights[23:16], 1'b0})) ^ {9{neg_2_0}};
  wire one_2_1 = inputs[18] ^ inputs[17];
  wire two_2_1 = (inputs[19] & ~inputs[18] & ~inputs[17]) | (~inputs[19] & inputs[18] & inputs[17]);
  wire neg_2_1 = inputs[19];
  wire [8:0] row_2_1 = (({9{one_2_1}} & {weights[23], weights[23:16]}) | ({9{two_2_1}} & {weights[23:16], 1'b0})) ^ {9{neg_2_1}};
  wire one_2_2 = inputs[20] ^ inputs[19];
  wire two_2_2 = (inputs[21] & ~inputs[20] & ~inputs[19]) | (~inputs[21] & inputs[20] & inputs[19]);
  wire neg_2_2 = inputs[21];
  wire [8:0] row_2_2 = (({9{one_2_2}} & {weights[23], weights[23:16]}) | ({9{two_2_2}} & {weights[23:16], 1'b0})) ^ {9{neg_2_2}};
  wire one_2_3 = inputs[22] ^ inputs[21];
  wire two_2_3 = (inputs[23] & ~inputs[22] & ~inputs[21]) | (~inputs[23] & inputs[22] & inputs[21]);
  wire neg_2_3 = inputs[23];
  wire [8:0] row_2_3 = (({9{one_2_3}} & {weights[23], weights[23:16]}) | ({9{two_2_3}} & {weights[23:16], 1'b0})) ^ {9{neg_2_3}};
  wire one_3_0 = inputs[24] ^ 1'b0;
  wire two_3_0 = (inputs[25] & ~inputs[24] & ~1'b0) | (~inputs[25] & inputs[24] & 1'b0);
  wire neg_3_0 = inputs[25];
  wire [8:0] row_3_0 = (({9{one_3_0}} & {weights[31], weights[31:24]}) | ({9{two_3_0}} & {weights[31:24], 1'b0})) ^ {9{neg_3_0}};
  wire one_3_1 = inputs[26] ^ inputs[25];
  wire two_3_1 = (inputs[27] & ~inputs[26] & ~inputs[25]) | (~inputs[27] & inputs[26] & inputs[25]);
  wire neg_3_1 = inputs[27];
  wire [8:0] row_3_1 = (({9{one_3_1}} & {weights[31], weights[31:24]}) | ({9{two_3_1}} & {weights[31:24], 1'b0})) ^ {9{neg_3_1}};
  wire one_3_2 = inputs[28] ^ inputs[27];
  wire two_3_2 = (inputs[29] & ~inputs[28] & ~inputs[27]) | (~inputs[29] & inputs[28] & inputs[27]);
  wire neg_3_2 = inputs[29];
  wire [8:0] row_3_2 = (({9{one_3_2}} & {weights[31], weights[31:24]}) | ({9{two_3_2}} & {weights[31:24], 1'b0})) ^ {9{neg_3_2}};
  wire one_3_3 = inputs[30] ^ inputs[29];
  wire two_3_3 = (inputs[31] & ~inputs[30] & ~inputs[29]) | (~inputs[31] & inputs[30] & inputs[29]);
  wire neg_3_3 = inputs[31];
  wire [8:0] row_3_3 = (({9{one_3_3}} & {weights[31], weights[31:24]}) | ({9{two_3_3}} & {weights[31:24], 1'b0})) ^ {9{neg_3_3}};
  wire one_4_0 = inputs[32] ^ 1'b0;
  wire two_4_0 = (inputs[33] & ~inputs[32] & ~1'b0) | (~inputs[33] & inputs[32] & 1'b0);
  wire neg_4_0 = inputs[33];
  wire [8:0] row_4_0 = (({9{one_4_0}} & {weights[39], weights[39:32]}) | ({9{two_4_0}} & {weights[39:32], 1'b0})) ^ {9{neg_4_0}};
  wire one_4_1 = inputs[34] ^ inputs[33];
  wire two_4_1 = (inputs[35] & ~inputs[34] & ~inputs[33]) | (~inputs[35] & inputs[34] & inputs[33]);
  wire neg_4_1 = inputs[35];
  wire [8:0] row_4_1 = (({9{one_4_1}} & {weights[39], weights[39:32]}) | ({9{two_4_1}} & {weights[39:32], 1'b0})) ^ {9{neg_4_1}};
  wire one_4_2 = inputs[36] ^ inputs[35];
  wire two_4_2 = (inputs[37] & ~inputs[36] & ~inputs[35]) | (~inputs[37] & inputs[36] & inputs[35]);
  wire neg_4_2 = inputs[37];
  wire [8:0] row_4_2 = (({9{one_4_2}} & {weights[39], weights[39:32]}) | ({9{two_4_2}} & {weights[39:32], 1'b0})) ^ {9{neg_4_2}};
  wire one_4_3 = inputs[38] ^ inputs[37];
  wire two_4_3 = (inputs[39] & ~inputs[38] & ~inputs[37]) | (~inputs[39] & inputs[38] & inputs[37]);
  wire neg_4_3 = inputs[39];
  wire [8:0] row_4_3 = (({9{one_4_3}} & {weights[39], weights[39:32]}) | ({9{two_4_3}} & {weights[39:32], 1'b0})) ^ {9{neg_4_3}};
  wire one_5_0 = inputs[40] ^ 1'b0;
  wire two_5_0 = (inputs[41] & ~inputs[40] & ~1'b0) | (~inputs[41] & inputs[40] & 1'b0);
  wire neg_5_0 = inputs[41];
  wire [8:0] row_5_0 = (({9{one_5_0}} & {weights[47], weights[47:40]}) | ({9{two_5_0}} & {weights[47:40], 1'b0})) ^ {9{neg_5_0}};
  wire one_5_1 = inputs[42] ^ inputs[41];
  wire two_5_1 = (inputs[43] & ~inputs[42] & ~inputs[41]) | (~inputs[43] & inputs[42] & inputs[41]);
  wire neg_5_1 = inputs[43];
  wire [8:0] row_5_1 = (({9{one_5_1}} & {weights[47], weights[47:40]}) | ({9{two_5_1}} & {weights[47:40], 1'b0})) ^ {9{neg_5_1}};
  wire one_5_2 = inputs[44] ^ inputs[43];
  wire two_5_2 = (inputs[45] & ~inputs[44] & ~inputs[43]) | (~inputs[45] & inputs[44] & inputs[43]);
  wire neg_5_2 = inputs[45];
  wire [8:0] row_5_2 = (({9{one_5_2}} & {weights[47], weights[47:40]}) | ({9{two_5_2}} & {weights[47:40], 1'b0})) ^ {9{neg_5_2}};
  wire one_5_3 = inputs[46] ^ inputs[45];
  wire two_5_3 = (inputs[47] & ~inputs[46] & ~inputs[45]) | (~inputs[47] & inputs[46] & inputs[45]);
  wire neg_5_3 = inputs[47];
  wire [8:0] row_5_3 = (({9{one_5_3}} & {weights[47], weights[47:40]}) | ({9{two_5_3}} & {weights[47:40], 1'b0})) ^ {9{neg_5_3}};
  wire one_6_0 = inputs[48] ^ 1'b0;
  wire two_6_0 = (inputs[49] & ~inputs[48] & ~1'b0) | (~inputs[49] & inputs[48] & 1'b0);
  wire neg_6_0 = inputs[49];
  wire [8:0] row_6_0 = (({9{one_6_0}} & {weights[55], weights[55:48]}) | ({9{two_6_0}} & {weights[55:48], 1'b0})) ^ {9{neg_6_0}};
  wire one_6_1 = inputs[50] ^ inputs[49];
  wire two_6_1 = (inputs[51] & ~inputs[50] & ~inputs[49]) | (~inputs[51] & inputs[50] & inputs[49]);
  wire neg_6_1 = inputs[51];
  wire [8:0] row_6_1 = (({9{one_6_1}} & {weights[55], weights[55:48]}) | ({9{two_6_1}} & {weights[55:48], 1'b0})) ^ {9{neg_6_1}};
  wire one_6_2 = inputs[52] ^ inputs[51];
  wire two_6_2 = (inputs[53] & ~inputs[52] & ~inputs[51]) | (~inputs[53] & inputs[52] & inputs[51]);
  wire neg_6_2 = inputs[53];
  wire [8:0] row_6_2 = (({9{one_6_2}} & {weights[55], weights[55:48]}) | ({9{two_6_2}} & {weights[55:48], 1'b0})) ^ {9{neg_6_2}};
  wire one_6_3 = inputs[54] ^ inputs[53];
  wire two_6_3 = (inputs[55] & ~inputs[54] & ~inputs[53]) | (~inputs[55] & inputs[54] & inputs[53]);
  wire neg_6_3 = inputs[55];
  wire [8:0] row_6_3 = (({9{one_6_3}} & {weights[55], weights[55:48]}) | ({9{two_6_3}} & {weights[55:48], 1'b0})) ^ {9{neg_6_3}};
  wire one_7_0 = inputs[56] ^ 1'b0;
  wire two_7_0 = (inputs[57] & ~inputs[56] & ~1'b0) | (~inputs[57] & inputs[56] & 1'b0);
  wire neg_7_0 = inputs[57];
  wire [8:0] row_7_0 = (({9{one_7_0}} & {weights[63], weights[63:56]}) | ({9{two_7_0}} & {weights[63:56], 1'b0})) ^ {9{neg_7_0}};
  wire one_7_1 = inputs[58] ^ inputs[57];
  wire two_7_1 = (inputs[59] & ~inputs[58] & ~inputs[57]) | (~inputs[59] & inputs[58] & inputs[57]);
  wire neg_7_1 = inputs[59];
  wire [8:0] row_7_1 = (({9{one_7_1}} & {weights[63], weights[63:56]}) | ({9{two_7_1}} & {weights[63:56], 1'b0})) ^ {9{neg_7_1}};
  wire one_7_2 = inputs[60] ^ inputs[59];
  wire two_7_2 = (inputs[61] & ~inputs[60] & ~inputs[59]) | (~inputs[61] & inputs[60] & inputs[59]);
  wire neg_7_2 = inputs[61];
  wire [8:0] row_7_2 = (({9{one_7_2}} & {weights[63], weights[63:56]}) | ({9{two_7_2}} & {weights[63:56], 1'b0})) ^ {9{neg_7_2}};
  wire one_7_3 = inputs[62] ^ inputs[61];
  wire two_7_3 = (inputs[63] & ~inputs[62] & ~inputs[61]) | (~inputs[63] & inputs[62] & inputs[61]);
  wire neg_7_3 = inputs[63];
  wire [8:0] row_7_3 = (({9{one_7_3}} & {weights[63], weights[63:56]}) | ({9{two_7_3}} & {weights[63:56], 1'b0})) ^ {9{neg_7_3}};
  wire [32:0] total = {24'd0, ~row_0_0[8], row_0_0[7:0]}
    + {32'd0, neg_0_0}
    + {22'd0, ~row_0_1[8], row_0_1[7:0], 2'd0}
    + {30'd0, neg_0_1, 2'd0}
    + {20'd0, ~row_0_2[8], row_0_2[7:0], 4'd0}
    + {28'd0, neg_0_2, 4'd0}
    + {18'd0, ~row_0_3[8], row_0_3[7:0], 6'd0}
    + {26'd0, neg_0_3, 6'd0}
    + {24'd0, ~row_1_0[8], row_1_0[7:0]}
    + {32'd0, neg_1_0}
    + {22'd0, ~row_1_1[8], row_1_1[7:0], 2'd0}
    + {30'd0, neg_1_1, 2'd0}
    + {20'd0, ~row_1_2[8], row_1_2[7:0], 4'd0}
    + {28'd0, neg_1_2, 4'd0}
    + {18'd0, ~row_1_3[8], row_1_3[7:0], 6'd0}
    + {26'd0, neg_1_3, 6'd0}
    + {24'd0, ~row_2_0[8], row_2_0[7:0]}
    + {32'd0, neg_2_0}
    + {22'd0, ~row_2_1[8], row_2_1[7:0], 2'd0}
    + {30'd0, neg_2_1, 2'd0}
    + {20'd0, ~row_2_2[8], row_2_2[7:0], 4'd0}
    + {28'd0, neg_2_2, 4'd0}
    + {18'd0, ~row_2_3[8], row_2_3[7:0], 6'd0}
    + {26'd0, neg_2_3, 6'd0}
    + {24'd0, ~row_3_0[8], row_3_0[7:0]}
    + {32'd0, neg_3_0}
    + {22'd0, ~row_3_1[8], row_3_1[7:0], 2'd0}
    + {30'd0, neg_3_1, 2'd0}
    + {20'd0, ~row_3_2[8], row_3_2[7:0], 4'd0}
    + {28'd0, neg_3_2, 4'd0}
    + {18'd0, ~row_3_3[8], row_3_3[7:0], 6'd0}
    + {26'd0, neg_3_3, 6'd0}
    + {24'd0, ~row_4_0[8], row_4_0[7:0]}
    + {32'd0, neg_4_0}
    + {22'd0, ~row_4_1[8], row_4_1[7:0], 2'd0}
    + {30'd0, neg_4_1, 2'd0}
    + {20'd0, ~row_4_2[8], row_4_2[7:0], 4'd0}
    + {28'd0, neg_4_2, 4'd0}
    + {18'd0, ~row_4_3[8], row_4_3[7:0], 6'd0}
    + {26'd0, neg_4_3, 6'd0}
    + {24'd0, ~row_5_0[8], row_5_0[7:0]}
    + {32'd0, neg_5_0}
    + {22'd0, ~row_5_1[8], row_5_1[7:0], 2'd0}
    + {30'd0, neg_5_1, 2'd0}
    + {20'd0, ~row_5_2[8], row_5_2[7:0], 4'd0}
    + {28'd0, neg_5_2, 4'd0}
    + {18'd0, ~row_5_3[8], row_5_3[7:0], 6'd0}
    + {26'd0, neg_5_3, 6'd0}
    + {24'd0, ~row_6_0[8], row_6_0[7:0]}
    + {32'd0, neg_6_0}
    + {22'd0, ~row_6_1[8], row_6_1[7:0], 2'd0}
    + {30'd0, neg_6_1, 2'd0}
    + {20'd0, ~row_6_2[8], row_6_2[7:0], 4'd0}
    + {28'd0, neg_6_2, 4'd0}
    + {18'd0, ~row_6_3[8], row_6_3[7:0], 6'd0}
    + {26'd0, neg_6_3, 6'd0}
    + {24'd0, ~row_7_0[8], row_7_0[7:0]}
    + {32'd0, neg_7_0}
    + {22'd0, ~row_7_1[8], row_7_1[7:0], 2'd0}
    + {30'd0, neg_7_1, 2'd0}
    + {20'd0, ~row_7_2[8], row_7_2[7:0], 4'd0}
    + {28'd0, neg_7_2, 4'd0}
    + {18'd0, ~row_7_3[8], row_7_3[7:0], 6'd0}
    + {26'd0, neg_7_3, 6'd0}
    + {addend[31], addend}
    + 33'd8589760512;
  assign sum = total[31:0];
  assign overflow = total[32] != total[31];
endmodule
