function envoy_on_request(handle)
  -- nothing

  handle:headers()
end
