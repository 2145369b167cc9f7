#!/bin/sh
# An order of the ERP from its start to its end, by curl. `deno task erp` serves it; REST says where, if not there.
set -eu
R=${REST:-http://localhost:8002/rest}
J=content-type:application/json
# What stands behind the first "name" of an answer.
value() { sed "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/"; }
# The ERP asks for no password: a token for somebody with a role, good for a day.
login() {
  printf 'authorization: Bearer %s' \
    "$(curl -sf "$R/login" -H $J -d "{\"user\":\"$1\",\"roles\":[\"$2\"]}" | value token)"
}
sales=$(login Olena Sales) warehouse=$(login Ivan Warehouse) accounting=$(login Taras Accounting)

# Sales place an order: once, though it be sent again with its key.
key=${KEY:-order-$(date +%s)}
for _ in once again; do
  order=$(curl -sf "$R/bpe/instances" -H "$sales" -H $J -H "idempotency-key: $key" -d \
    '{"process":"order","variables":{"customer":"Kyiv Library","article":"chair","quantity":3,"amount":900}}' | value id)
done
echo "order $order"

# A task comes up for a role: one of it finds it, claims it, and completes it. Others do not see it.
perform() {
  task='' list="$R/bpe/tasks?instance=$order&process=order&node=$2"
  # What a system does in between, such as reserving goods, takes a moment.
  while test -z "$task"; do task=$(curl -sf "$list" -H "$1" | grep -o '"element":[0-9]*' | tr -dc 0-9) || :; done
  curl -sf "$R/bpe/tasks/$order/$task/form" -H "$1" -o /dev/null # the fields that it asks for
  curl -sf -X POST "$R/bpe/tasks/$order/$task/claim" -H "$1" -o /dev/null
  curl -sf "$R/bpe/tasks/$order/$task/complete" -H "$1" -H $J -H "idempotency-key: $key-$2" \
    -d "{\"variables\":$3}" -o /dev/null
  echo "$2 is done"
}
perform "$sales" CheckOrder '{"discount":0,"addressComplete":true}'
perform "$warehouse" PackGoods '{"parcels":1}'
perform "$accounting" WriteInvoice '{"invoice":"2026-17"}'

# The money has come: accounting tell the order so, once it waits for it.
until curl -sf "$R/bpe/instances/$order/messages" -H "$accounting" -H $J -o /dev/null \
  -d '{"name":"payment received"}'; do :; done

# Where it stands, what has happened last, and its picture.
echo "$(curl -sf "$R/bpe/instances/$order" -H "$sales" | value status)"
curl -sf "$R/bpe/instances/$order/history?order=desc&limit=2" -H "$sales"
echo
curl -sf "$R/bpe/instances/$order/picture" -H "$sales" -o "${PICTURE:-order.svg}"
